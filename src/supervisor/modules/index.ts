/** @file Where imports lead, and the text found there. A browser bundle takes `./source` instead: no Node is in it. */
export { DiskModules } from './disk-modules';
export type { FileAccess } from './file-access';
export { nodeFileAccess } from './node-file-access';
export { FileModuleSource } from './source';
