/** @file MathML that is let in, and the same as TeX. */
import assert from 'node:assert/strict';
import { ruleOf } from '../../src/engine/expressions';
import { primitiveNames, primitives } from '../../src/engine/primitives';
import { readMathml, texText } from '../../src/webview/formula-tree';

const math = (inside: string) => `<math xmlns="http://www.w3.org/1998/Math/MathML">${inside}</math>`;
const tex = (inside: string) => texText(readMathml(math(inside))!);

describe('MathML from outside', () => {
  it('is let in when it is made of known elements', () => {
    const tree = readMathml(math('<mrow><mi>x</mi><mo>&lt;</mo><mn>2</mn></mrow>'));
    assert.deepEqual(
      tree?.children[0].children.map((node) => [node.name, node.text]),
      [
        ['mi', 'x'],
        ['mo', '<'],
        ['mn', '2'],
      ],
    );
  });

  it('is refused when it holds anything else', () => {
    for (const inside of [
      '<script>alert(1)</script>',
      '<mi>x</mi><img src="x" onerror="alert(1)"/>',
      '<mrow><mi>x</mrow></mi>',
      '<mi><mn>1</mn></mi>',
      '<mrow>',
      'words',
      '<maction actiontype="statusline"><mi>x</mi></maction>',
      '<annotation-xml><mi>x</mi></annotation-xml>',
    ])
      assert.equal(readMathml(math(inside)), null, inside);
    assert.equal(readMathml('<svg><mi>x</mi></svg>'), null);
    assert.equal(readMathml(`${math('<mi>x</mi>')}${math('<mi>y</mi>')}`), null);
    assert.equal(readMathml(''), null);
  });

  it('loses its attributes', () => {
    const tree = readMathml(math('<mi href="javascript:alert(1)" style="x">x</mi>'));
    assert.deepEqual(tree?.children, [{ name: 'mi', text: 'x', children: [] }]);
  });
});

describe('TeX', () => {
  it('is written for fractions, powers, roots, functions and names', () => {
    assert.equal(tex('<mfrac><mn>1</mn><mi>x</mi></mfrac>'), '\\frac{1}{x}');
    assert.equal(tex('<msup><mi>x</mi><mn>2</mn></msup>'), '{x}^{2}');
    assert.equal(tex('<msqrt><mi>x</mi></msqrt>'), '\\sqrt{x}');
    assert.equal(tex('<mroot><mi>x</mi><mn>3</mn></mroot>'), '\\sqrt[3]{x}');
    assert.equal(
      tex('<mrow><mi>tanh</mi><mo>&#x2061;</mo><mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow></mrow>'),
      '\\tanh \\left(x\\right)',
    );
    assert.equal(tex('<mrow><mo>|</mo><mi>x</mi><mo>|</mo></mrow>'), '\\left|x\\right|');
    assert.equal(tex('<mi>learning_rate</mi>'), '\\mathrm{learning\\_rate}');
    assert.equal(tex('<mn>1e-7</mn>'), '1\\cdot 10^{-7}');
    assert.equal(tex('<mrow><mo>−</mo><mn>2</mn><mo>⋅</mo><mi>y</mi></mrow>'), '-2\\cdot y');
  });

  it('follows what the engine writes, with braces in pairs', () => {
    const rules = primitiveNames.flatMap((name) => {
      const { arity } = primitives[name];
      const names = ['a', 'b_1', 'c'].slice(0, arity === 'any' ? 2 : arity);
      return names.map((_, k) => ({ name, mathml: ruleOf(name, k, names).mathml }));
    });
    assert.ok(rules.length > 40);
    for (const { mathml, name } of rules) {
      const tree = readMathml(mathml);
      assert.ok(tree, `${name}: ${mathml}`);
      const written = texText(tree);
      assert.equal(written.split('{').length, written.split('}').length, written);
      assert.equal(written.split('\\left').length, written.split('\\right').length, written);
      assert.ok(!/[−⋅⁡<>&]/u.test(written), written);
    }
  });
});
