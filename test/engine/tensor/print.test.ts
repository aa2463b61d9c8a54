/** @file Arrays print as numpy prints them (its own output, version 2), whole numbers without a point. */
import assert from 'node:assert/strict';
import { arange, array, linspace, Variable, zeros } from '../../../src/engine';

const prints: [title: string, data: () => { toString(): string }, text: string][] = [
  [
    'a matrix of whole numbers',
    () =>
      array([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    '[[1 2 3]\n [4 5 6]]',
  ],
  [
    'a Variable, lines below each other',
    () =>
      new Variable([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    'variable([[1 2 3]\n          [4 5 6]])',
  ],
  ['a Variable of one number', () => new Variable(24), 'variable(24)'],
  ['a Variable without data', () => new Variable(null), 'variable(null)'],
  ['an array without axes as its number', () => array(2.5), '2.5'],
  [
    'fractions, points below each other',
    () =>
      array([
        [0.5, 1.25, -3],
        [10, 2, 0.125],
      ]),
    '[[ 0.5    1.25  -3.   ]\n [10.     2.     0.125]]',
  ],
  ['eight digits', () => array([1 / 3, 2 / 3, 100.5]), '[  0.33333333   0.66666667 100.5       ]'],
  ['wide ranges with exponents', () => array([1e-5, 1, 123456.789]), '[1.00000000e-05 1.00000000e+00 1.23456789e+05]'],
  ['large numbers with exponents', () => array([1e10, 2.5]), '[1.0e+10 2.5e+00]'],
  ['what is not finite', () => array([1.5, Number.NaN, Infinity, -Infinity]), '[ 1.5  nan  inf -inf]'],
  ['signs', () => array([-0.1, 0.1]), '[-0.1  0.1]'],
  [
    'a cube with a blank line between',
    () => arange(12).reshape(2, 3, 2),
    '[[[ 0  1]\n  [ 2  3]\n  [ 4  5]]\n\n [[ 6  7]\n  [ 8  9]\n  [10 11]]]',
  ],
  [
    'long rows on several lines',
    () => linspace(0, 1, 15),
    '[0.         0.07142857 0.14285714 0.21428571 0.28571429 0.35714286\n 0.42857143 0.5        0.57142857 0.64285714 0.71428571 0.78571429\n 0.85714286 0.92857143 1.        ]',
  ],
  [
    'large arrays by their edges',
    () => arange(1600).reshape(40, 40),
    '[[   0    1    2 ...   37   38   39]\n [  40   41   42 ...   77   78   79]\n [  80   81   82 ...  117  118  119]\n ...\n [1480 1481 1482 ... 1517 1518 1519]\n [1520 1521 1522 ... 1557 1558 1559]\n [1560 1561 1562 ... 1597 1598 1599]]',
  ],
  [
    'large cubes by their edges',
    () => arange(1200).reshape(2, 3, 200),
    '[[[   0    1    2 ...  197  198  199]\n  [ 200  201  202 ...  397  398  399]\n  [ 400  401  402 ...  597  598  599]]\n\n [[ 600  601  602 ...  797  798  799]\n  [ 800  801  802 ...  997  998  999]\n  [1000 1001 1002 ... 1197 1198 1199]]]',
  ],
  ['nothing', () => zeros(0), '[]'],
];

describe('the text of an array', () => {
  for (const [title, data, text] of prints) {
    it(`shows ${title}`, () => assert.equal(String(data()), text));
  }
});
