/**
 * @file Instrumentation of text that becomes code while a program runs: `Function(text)` and `eval(text)`.
 * Bundled to text and evaluated inside the inner realm, so that nothing of the outer realm is needed there.
 */
import { parse } from '@babel/parser';
import type { Node } from './analysis/ast';
import { instrumentTree } from './instrument';

/** Sites of such text have no place in any file; they are numbered far above all others. */
const textSites = 0x40000000;

/**
 * Instrumented text, or null where it cannot be parsed: then the original is run, so that the native error appears.
 * @param kind function: the text of one function, of which the result makes the completion value
 */
export function instrumentText(
  text: string,
  kind: 'eval' | 'function',
  strict: boolean,
  refuseImports = false,
): string | null {
  const source = kind === 'function' ? `(${text}\n)` : text;
  try {
    const file = parse(source, {
      sourceType: 'script',
      strictMode: strict,
      allowNewTargetOutsideFunction: true,
      allowSuperOutsideMethod: true,
      errorRecovery: true,
      attachComment: false,
    });
    for (const error of (file.errors ?? []) as { reasonCode?: string }[])
      if (error.reasonCode !== 'InvalidPrivateFieldResolution') return null;
    const options = {
      fileName: 'text.js',
      siteBase: textSites,
      typedArrays: true,
      marks: false,
      refuseImports,
      sources: kind === 'function',
    };
    const program = file.program as unknown as Node;
    return instrumentTree(source, program, options, 'script', false, strict).code;
  } catch {
    return null;
  }
}
