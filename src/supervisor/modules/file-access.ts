/** @file How module text is reached: the disk, unsaved editors, a virtual workspace. Paths may be URIs. */

export interface FileAccess {
  /** Text of a file as it stands now; an unsaved editor wins. @throws when it cannot be read */
  readText(path: string): Promise<string>;
  isFile(path: string): Promise<boolean>;
  isDirectory(path: string): Promise<boolean>;
  /** The path with all links followed; the path itself where that means nothing. */
  realPath(path: string): Promise<string>;
  /** Changes whenever the text does, null for no file; cheap. Absent: text is read anew each time. */
  version?(path: string): Promise<string | null>;
}
