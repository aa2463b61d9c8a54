/** @file Source text → Babel tree, with the plugins that a file's name asks for. */
import { parse as babelParse, type ParserOptions, type ParserPlugin } from '@babel/parser';
import type * as t from '@babel/types';
import type { InstrumentOptions } from './contract';

export type SourceType = NonNullable<InstrumentOptions['sourceType']>;

/** Which syntax a file name stands for. */
export function languageOf(fileName: string): {
  typescript: boolean;
  jsx: boolean;
  kind: 'esm' | 'commonjs' | 'either';
} {
  const name = fileName.toLowerCase().replace(/[?#].*$/, '');
  const typescript = /\.[mc]?tsx?$/.test(name);
  return {
    typescript,
    jsx: !typescript || name.endsWith('x'),
    kind: /\.m[jt]s$/.test(name) ? 'esm' : /\.c[jt]s$/.test(name) ? 'commonjs' : 'either',
  };
}

/**
 * The tree of `source`. Throws a SyntaxError with `loc` (line from 1, column from 0) and `pos`, as Babel does.
 * Decorators of both kinds are read; a file that is neither clearly a module nor a script is tried as both.
 */
export function parseSource(source: string, fileName: string, sourceType?: SourceType): t.File {
  const { typescript, jsx, kind } = languageOf(fileName);
  const language: ParserPlugin[] = [];
  if (typescript) language.push('typescript');
  if (jsx) language.push('jsx');
  const common: ParserPlugin[] = ['decoratorAutoAccessors', 'explicitResourceManagement', 'importAttributes'];
  const first: ParserOptions['sourceType'] =
    sourceType ??
    (kind === 'esm' ? 'module' : kind === 'commonjs' ? 'commonjs' : typescript ? 'module' : 'unambiguous');
  const attempt = (as: ParserOptions['sourceType'], decorators: ParserPlugin): t.File =>
    babelParse(source, {
      sourceType: as,
      plugins: [...language, ...common, decorators],
      // implied by 'commonjs', where they must not be given
      ...(as === 'commonjs' ? {} : { allowReturnOutsideFunction: true, allowNewTargetOutsideFunction: true }),
      allowUndeclaredExports: true,
      attachComment: false,
    });
  let error: unknown;
  const tries: [ParserOptions['sourceType'], ParserPlugin][] = [
    [first, 'decorators-legacy'],
    [first, 'decorators'],
  ];
  if (!sourceType && kind === 'either') tries.push(['script', 'decorators-legacy']);
  if (!sourceType && kind === 'commonjs') tries.push(['module', 'decorators-legacy']);
  for (const [as, decorators] of tries) {
    try {
      return attempt(as, decorators);
    } catch (thrown) {
      error ??= thrown;
    }
  }
  throw error;
}
