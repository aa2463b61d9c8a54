/** The inner realm's prelude, bundled to one script (see esbuild.mjs). */
declare module 'virtual:realm-prelude' {
  const text: string;
  export default text;
}
/** The module that programs with Variables import, bundled to one function of the inner realm. */
declare module 'virtual:gradlens-module' {
  const text: string;
  export default text;
}
