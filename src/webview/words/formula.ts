/** @file Words of the formula view. */
export const formulaWords = {
  'formula.loading': 'Reading the trace as formulas…',
  'formula.unavailable': 'No formulas can be read from this program.',
  'formula.none': 'no formula',
  'formula.none.detail':
    'The trace of this program has no formula here, or one of more than {0} names, numbers and signs. Its derivatives below are exact all the same.',
  'formula.branches': 'Branches were taken on the way: the formulas hold as long as the same ones are.',
  'formula.input': 'Input',
  'formula.symbolic': 'Formula',
  'formula.automatic': 'Automatic',
  'formula.numerical': 'Numerical',
  'formula.error': 'Error estimate',
  'formula.agrees': 'agrees',
  'formula.differs': 'differs',
  'formula.open': 'differences too uncertain to say',
  'formula.unchecked': 'not checked',
  'formula.copy': 'Copy {0}',
  'formula.copy.text': 'text',
  'formula.copy.code': 'code',
  'formula.copy.mathml': 'MathML',
  'formula.copy.tex': 'TeX',
  'formula.estimate': 'truncation {0}, cancellation {1}, widest step {2}',
} as const;
