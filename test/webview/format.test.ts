/** @file How numbers are written and read. */
import assert from 'node:assert/strict';
import { fullNumberText, numberText } from '../../src/protocol/number-text';
import { derivativeName, formatCount, formatWithin, parseNumber } from '../../src/webview/format';

describe('numbers in the panel', () => {
  it('have six significant digits, a true minus and no trailing zeros', () => {
    assert.equal(numberText(32), '32');
    assert.equal(numberText(-5376), '−5376');
    assert.equal(numberText(1 / 3), '0.333333');
    assert.equal(numberText(-0.5), '−0.5');
    assert.equal(numberText(123456.7), '123457');
    assert.equal(numberText(1234567), '1.23457×10⁶');
    assert.equal(numberText(-1.5e-7), '−1.5×10⁻⁷');
    assert.equal(numberText(1e100), '1×10¹⁰⁰');
  });

  it('name what is not finite; −0 shows its sign in full only', () => {
    assert.deepEqual(
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0].map((x) => numberText(x)),
      ['NaN', '∞', '−∞', '0', '0'],
    );
    assert.deepEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0].map(fullNumberText), [
      'NaN',
      '∞',
      '−∞',
      '0',
      '−0',
    ]);
  });

  it('lose digits before they lose room', () => {
    for (const value of [Math.PI, -1e-12 / 3, 123456.789, -9.87654321e250]) {
      assert.ok(formatWithin(value, 11).length <= 11, formatWithin(value, 11));
    }
  });

  it('show every digit in full', () => {
    assert.equal(fullNumberText(0.1 + 0.2), '0.30000000000000004');
    assert.equal(fullNumberText(-1e-7), '−1e−7');
  });

  it('are read as people write them, and nothing else is', () => {
    const read: [string, number | null][] = [
      ['2', 2],
      [' -1.5e3 ', -1500],
      ['−2', -2],
      ['.5', 0.5],
      ['1/4', 0.25],
      ['pi', Math.PI],
      ['-π', -Math.PI],
      ['1_000', 1000],
      ['inf', Number.POSITIVE_INFINITY],
      ['', null],
      ['abc', null],
      ['1,5', null],
      ['0x10', null],
      ['1 2', null],
      ['alert(1)', null],
    ];
    for (const [text, value] of read) assert.equal(parseNumber(text), value, text);
    assert.ok(Number.isNaN(parseNumber('NaN')));
  });

  it('read back what the panel wrote', () => {
    for (const value of [3, -0.25, 1e5, 12345.6789]) assert.equal(parseNumber(numberText(value, 12)), value);
  });

  it('group thousands, and count derivatives by primes', () => {
    assert.equal(formatCount(1234567), '1,234,567');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 12].map((order) => derivativeName(order)),
      ['f', 'f′', 'f″', 'f‴', 'f⁗', 'f⁽⁵⁾', 'f⁽¹²⁾'],
    );
  });
});
