/** @file How much memory a process holds is read from what each system tells. */
import assert from 'node:assert/strict';
import { fromStatus, fromTaskList, residentMemory } from '../../src/supervisor/resident-memory';

describe('the memory of a process', () => {
  it('is told by the system that the tests run on', async () => {
    const bytes = await residentMemory(process.pid);
    assert.ok(bytes !== null && bytes > 10_000_000 && bytes < 2 * process.memoryUsage().rss, `${bytes}`);
  });

  it('is not told of a process that is gone', async () => {
    assert.equal(await residentMemory(2 ** 22 + 1), null);
  });

  it('is read from Linux whatever the size of its pages', () => {
    assert.equal(fromStatus('Name:\tnode\nVmPeak:\t  999 kB\nVmRSS:\t  12345 kB\nThreads:\t1\n'), 12345 * 1024);
    assert.equal(fromStatus('Name:\tzombie\nState:\tZ\n'), null);
  });

  it('is read from Windows however digits are grouped', () => {
    const line = (size: string): string => `"Code - OSS.exe","4711","Console","1","${size}"\r\n`;
    assert.equal(fromTaskList(line('45,678 K'), 4711), 45678 * 1024);
    assert.equal(fromTaskList(line('45.678 K'), 4711), 45678 * 1024);
    assert.equal(fromTaskList(line('45\u00a0678 Ko'), 4711), 45678 * 1024);
    assert.equal(fromTaskList('INFO: No tasks are running which match the specified criteria.\r\n', 4711), null);
    assert.equal(fromTaskList(line('1 K'), 99), null);
  });
});
