/** @file One analysis of a recorded program: which reading answers which question. */
import type { AnalysisAnswer, AnalysisChoice, AnswerTo } from '../protocol/analysis';
import type { PreparedRequest } from '../protocol/border';
import { descentOf } from './analyses/descent';
import { executionsOf } from './analyses/executions';
import { formulaOf } from './analyses/formula';
import { gradientCheckOf } from './analyses/gradient-check';
import { gradientGraphOf } from './analyses/gradient-graph';
import { hessianOf, hessianVectorProductOf } from './analyses/hessian';
import { jacobianOf } from './analyses/jacobian';
import { Reading } from './analyses/reading';
import { surfaceOf } from './analyses/surface';
import { inputOf } from './leaf-paths';
import { refuseArrays } from './traced-run';
import { type Surroundings, stages } from './undertaking';

type Choice<K extends AnalysisChoice['kind']> = Extract<AnalysisChoice, { kind: K }>;
type Analyses = {
  [K in AnalysisChoice['kind']]: (reading: Reading, choice: Choice<K>) => AnswerTo<K> | Promise<AnswerTo<K>>;
};

const analyses: Analyses = {
  jacobian: jacobianOf,
  hessian: hessianOf,
  hessianVectorProduct: hessianVectorProductOf,
  gradientCheck: gradientCheckOf,
  formula: formulaOf,
  gradientGraph: gradientGraphOf,
  surface: surfaceOf,
  descent: descentOf,
  executions: executionsOf,
};

/** Rejects with a `GradlensError`. */
export async function analyse(
  request: PreparedRequest & { analysis: AnalysisChoice },
  signal: AbortSignal,
  around: Surroundings,
): Promise<AnalysisAnswer> {
  const { analysis } = request;
  const reading = await Reading.of(narrowed(request), around, stages(signal, around));
  // what was computed can be looked at also where its rules are not the table's
  if (analysis.kind !== 'executions') refuseArrays(reading.run.recorded.result);
  const answer = analyses[analysis.kind] as (reading: Reading, choice: AnalysisChoice) => Promise<AnalysisAnswer>;
  return answer(reading, analysis);
}

/** Where only some numbers move, the others stand still: they are plain numbers. */
function narrowed(request: PreparedRequest & { analysis: AnalysisChoice }): PreparedRequest {
  const { analysis } = request;
  if (analysis.kind !== 'surface' && analysis.kind !== 'descent') return request;
  return { ...request, withRespectTo: [...new Set([inputOf(analysis.across), inputOf(analysis.up)])] };
}
