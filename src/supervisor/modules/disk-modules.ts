/** @file The module source of Node's file system, for the pipeline without VS Code. */
import { nodeFileAccess } from './node-file-access';
import { FileModuleSource } from './source';

export class DiskModules extends FileModuleSource {
  constructor() {
    super(nodeFileAccess());
  }
}
