/** @file Modules that the build makes: text of scripts, and style sheets. */

declare module 'virtual:layout-worker' {
  const text: string;
  export default text;
}

declare module '*.css';
