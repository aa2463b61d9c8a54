/** @file Mocha reporter: one line per suite, details of failures at the end, and counts for the runner. */
const { writeFileSync } = require('node:fs');
const { format } = require('node:util');
const Mocha = require('mocha');

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_TEST_RETRY, EVENT_RUN_END } =
  Mocha.Runner.constants;

/**
 * Writes `{ passed, failed, skipped, report }` to the file named by GRADLENS_TEST_COUNTS. With GRADLENS_TEST_SILENT
 * the report is only there: an extension host's console is full of other things.
 */
class CountingReporter extends Mocha.reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const suites = new Map();
    let report = '';
    const say = (...words) => {
      const line = format(...words);
      report += `${line}\n`;
      if (!process.env.GRADLENS_TEST_SILENT) console.log(line);
    };
    Mocha.reporters.Base.consoleLog = say;
    const top = (test) => {
      const path = test.titlePath();
      const name = path.length > 1 ? path[0] : (test.file ?? 'tests');
      if (!suites.has(name)) suites.set(name, { passed: 0, failed: 0, skipped: 0, ms: 0 });
      return suites.get(name);
    };
    runner.on(EVENT_TEST_PASS, (test) => {
      const suite = top(test);
      suite.passed++;
      suite.ms += test.duration ?? 0;
    });
    runner.on(EVENT_TEST_FAIL, (test) => {
      top(test).failed++;
      say(`  FAILED ${test.titlePath().join(' › ')}`);
    });
    runner.on(EVENT_TEST_RETRY, (test, error) =>
      say(`  tried again: ${test.titlePath().join(' › ')}: ${error.message}`),
    );
    runner.on(EVENT_TEST_PENDING, (test) => top(test).skipped++);
    runner.once(EVENT_RUN_END, () => {
      for (const [name, { passed, failed, skipped, ms }] of suites) {
        const parts = [`${passed} passed`];
        if (failed > 0) parts.push(`${failed} FAILED`);
        if (skipped > 0) parts.push(`${skipped} skipped`);
        say(`  ${name}: ${parts.join(', ')} (${ms} ms)`);
      }
      if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
      const counts = { passed: this.stats.passes, failed: this.stats.failures, skipped: this.stats.pending, report };
      if (process.env.GRADLENS_TEST_COUNTS) writeFileSync(process.env.GRADLENS_TEST_COUNTS, JSON.stringify(counts));
    });
  }
}

module.exports = CountingReporter;
