/** @file Text of a program stays text, in Markdown and where icons and links are read. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeSpan, escapeMarkdown, plainText, shortened } from '../../src/host/markdown';

describe('escapeMarkdown', () => {
  it('leaves no sign that Markdown, HTML or an icon begins with', () => {
    const text = escapeMarkdown('**b** [a](command:x) <img src=x> $(icon) `c` https://evil.example a|b');
    assert.doesNotMatch(text, /(?<!\\)[*[\]()`$|]/);
    assert.doesNotMatch(text, /[<>]/);
    assert.doesNotMatch(text, /https?:\/\//);
  });

  it('leaves words alone', () => assert.equal(escapeMarkdown('Show in graph'), 'Show in graph'));
});

describe('codeSpan', () => {
  it('cannot be ended from inside', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '``', 'a', ' ', '\n', ']('), { minLength: 1 }), (parts) => {
        const span = codeSpan(parts.join(''));
        const fence = /^`+/.exec(span)?.[0].length ?? 0;
        const body = span.slice(fence, -fence);
        for (const run of body.match(/`+/g) ?? []) assert.ok(run.length < fence, span);
        assert.ok(!body.startsWith('`') && !body.endsWith('`'), span);
        assert.doesNotMatch(span, /\n/);
      }),
    );
  });
});

describe('plainText', () => {
  it('has no icon and no link', () => {
    assert.doesNotMatch(plainText('$(x) [a](b)'), /\$\(|\]\(/);
  });
});

describe('shortened', () => {
  it('cuts at whole characters', () => {
    assert.equal(shortened('abc', 3), 'abc');
    assert.equal(shortened('abcd', 3), 'ab…');
    assert.equal(shortened('𝛂𝛃𝛄𝛅', 3), '𝛂𝛃…');
  });
});
