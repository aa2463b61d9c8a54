/** The inner realm's prelude, bundled to one script (see esbuild.mjs). */
declare module 'virtual:realm-prelude' {
  const text: string;
  export default text;
}
