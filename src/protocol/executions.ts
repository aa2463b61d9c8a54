/** @file One execution out of the many that a rolled-up record stands for. */
import type { FunctionRecord, SiteId, VariableRecord } from './evaluation';

export interface ExecutionsChoice {
  kind: 'executions';
  /** Sites of one loop's body, or of one function's. */
  sites: SiteId[];
  /** Which execution of each, from 0. */
  index: number;
}

/**
 * What these sites computed then. Operands that come from elsewhere are there as variables without a creator. Ids are
 * rows of the tape, other than those of the rolled-up records.
 */
export interface Executions {
  index: number;
  /** Of the site that ran most often. */
  count: number;
  variables: VariableRecord[];
  functions: FunctionRecord[];
}
