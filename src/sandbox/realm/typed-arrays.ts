/** @file Typed arrays: constructors and methods that carry the rows behind the elements along. */
export function installTypedArrays(): void {}
