/** @file The real pipeline behind the panel's page: what is typed, switched and asked is computed, as VS Code's host would. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Supervisor } from '../../src/headless';
import { encode } from '../../src/protocol/codec';
import { asFailure } from '../../src/protocol/codes';
import type { HostToPanel, PanelToHost } from '../../src/protocol/panel';
import type { EvaluationRequest, Failure } from '../../src/protocol/request';

declare global {
  interface Window {
    pipeline?: (message: PanelToHost) => Promise<HostToPanel[]>;
  }
}

const fileName = '/w/program.ts';

export class Pipeline {
  private readonly supervisor: Supervisor;
  private request: EvaluationRequest = { fileName, check: false };

  /** @param root the repository; the pipeline must have been built. */
  constructor(root: string) {
    const { createSupervisor } = require(join(root, 'dist/headless.cjs')) as { createSupervisor: () => Supervisor };
    this.supervisor = createSupervisor();
  }

  /** Makes the page ask this pipeline, and shows a program in it. */
  async show(page: Page, source: string, target: string, inputs?: EvaluationRequest['inputs']): Promise<void> {
    this.request = { fileName, source, target, check: false, ...(inputs === undefined ? {} : { inputs }) };
    if (!(await page.evaluate(() => 'pipeline' in window)))
      await page.exposeFunction('pipeline', (message: PanelToHost) => this.answer(message));
    const messages = JSON.stringify(await this.evaluated('new'));
    await page.evaluate((sent) => window.harness.live(JSON.parse(sent) as never), messages);
    await page.waitForSelector('.graph .item, .graph canvas, .notices .page');
    await page.waitForTimeout(650);
  }

  close(): void {
    this.supervisor.dispose();
  }

  private async answer(message: PanelToHost): Promise<HostToPanel[]> {
    switch (message.type) {
      case 'setInputs':
        this.request = { ...this.request, inputs: message.inputs };
        return this.evaluated('inputs');
      case 'setOutput':
        this.request = { ...this.request, output: message.output };
        return this.evaluated('new');
      case 'setOptions': {
        const { options: _old, ...rest } = this.request;
        this.request = message.options ? { ...rest, options: message.options } : rest;
        return this.evaluated('inputs');
      }
      case 'analyse': {
        const { request } = message;
        try {
          const answer = await this.supervisor.analyse({ ...this.request, analysis: message.analysis });
          return [{ type: 'analysis', request, answer: encode(answer) }];
        } catch (thrown) {
          return [{ type: 'analysis', request, answer: null, failure: failureOf(thrown) }];
        }
      }
      case 'derivatives': {
        const { type, request, ...range } = message;
        try {
          return [{ type, request, answer: encode(await this.supervisor.derivatives({ ...this.request, ...range })) }];
        } catch (thrown) {
          return [{ type, request, answer: null, failure: failureOf(thrown) }];
        }
      }
      default:
        return [];
    }
  }

  private async evaluated(reason: 'new' | 'inputs'): Promise<HostToPanel[]> {
    try {
      const evaluation = await this.supervisor.evaluate(this.request);
      const texts = { [fileName]: this.request.source ?? '' };
      return [{ type: 'evaluation', evaluation: encode(evaluation), reason, texts }];
    } catch (thrown) {
      return [{ type: 'failure', failure: failureOf(thrown) }];
    }
  }
}

/** The bundle's errors are of a class of its own. */
function failureOf(thrown: unknown): Failure {
  return (thrown as { failure?: Failure }).failure ?? asFailure(thrown);
}
