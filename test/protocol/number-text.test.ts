/** @file Numbers read the same everywhere: six digits, a true minus, no noise. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countText, fullNumberText, numberText } from '../../src/protocol/number-text';

const plainDigits = (text: string) =>
  [...text].map((sign) => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).join('');
const asNumber = (text: string) =>
  Number(
    text
      .replaceAll('−', '-')
      .replace('∞', 'Infinity')
      .replace(/×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/, (_whole, power: string) => `e${plainDigits(power)}`),
  );

describe('numberText', () => {
  it('writes plain numbers plainly', () => {
    assert.equal(numberText(32), '32');
    assert.equal(numberText(0.5), '0.5');
    assert.equal(numberText(-0.767452), '−0.767452');
    assert.equal(numberText(1876), '1876');
    assert.equal(numberText(999999), '999999');
  });

  it('keeps six significant digits', () => {
    assert.equal(numberText(Math.PI), '3.14159');
    assert.equal(numberText(2 / 3), '0.666667');
    assert.equal(numberText(0.1 + 0.2), '0.3');
    assert.equal(numberText(0.000123456789), '0.000123457');
    assert.equal(numberText(123456.789), '123457');
  });

  it('turns to powers of ten where a number is very large or small', () => {
    assert.equal(numberText(1234567), '1.23457×10⁶');
    assert.equal(numberText(1e6), '1×10⁶');
    assert.equal(numberText(999999.7), '1×10⁶');
    assert.equal(numberText(-1.5e-7), '−1.5×10⁻⁷');
    assert.equal(numberText(5e-324), '4.94066×10⁻³²⁴');
  });

  it('names what is not finite, and shows no negative zero', () => {
    assert.equal(numberText(Number.NaN), 'NaN');
    assert.equal(numberText(Number.POSITIVE_INFINITY), '∞');
    assert.equal(numberText(Number.NEGATIVE_INFINITY), '−∞');
    assert.equal(numberText(-0), '0');
  });

  it('reads back as the number rounded to six digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const back = asNumber(numberText(value));
        assert.equal(back, Number.isFinite(value) ? Number(value.toPrecision(6)) + 0 : value);
      }),
    );
  });
});

describe('fullNumberText', () => {
  it('loses nothing', () => {
    assert.equal(fullNumberText(-0), '−0');
    assert.equal(fullNumberText(1e21), '1e21');
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => assert.ok(Object.is(asNumber(fullNumberText(value)), value))),
    );
  });
});

describe('countText', () => {
  it('keeps thousands apart', () => assert.equal(countText(3000, 'en'), '3,000'));
});
