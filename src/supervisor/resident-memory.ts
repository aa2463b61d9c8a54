/** @file How much memory a process holds, as the system tells it: a process that is busy cannot be asked. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Resident memory of a process in bytes; null where the system does not tell, or the process is gone. */
export async function residentMemory(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<number | null> {
  try {
    if (platform === 'linux') return fromStatus(await readFile(`/proc/${pid}/status`, 'latin1'));
    if (platform === 'win32') {
      return fromTaskList(await output('tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh']), pid);
    }
    const kilobytes = Number.parseInt(await output('ps', ['-o', 'rss=', '-p', String(pid)]), 10);
    return Number.isNaN(kilobytes) ? null : kilobytes * 1024;
  } catch {
    return null;
  }
}

/** `VmRSS:     1234 kB` of Linux's /proc/PID/status. */
export function fromStatus(status: string): number | null {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** `"node.exe","1234","Console","1","45,678 K"` of Windows's tasklist, in which the digits are grouped as the region does it. */
export function fromTaskList(list: string, pid: number): number | null {
  const line = list.split(/\r?\n/).find((one) => one.split('","')[1] === String(pid));
  const digits = line?.slice(line.lastIndexOf('","')).replace(/\D/g, '');
  return digits ? Number(digits) * 1024 : null;
}

function output(command: string, words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, words, { windowsHide: true, timeout: 5_000 }, (error, text) =>
      error ? reject(error) : resolve(text),
    );
  });
}
