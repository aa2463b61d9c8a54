/** @file The person's settings, read when they are needed. */
import * as vscode from 'vscode';
import { defaultLimits, type Limits } from '../protocol/request';
import { settings } from './contributions';

type Toggle = 'inlineValues' | 'codeLens' | 'hover' | 'evaluateOnSave';

/** Whether a feature is on; what package.json says, unless the person said otherwise. */
export function isOn(toggle: Toggle): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(settings[toggle]) ?? false;
}

/** Turns a feature over, for this person everywhere, or where this workspace already has its own say. */
export async function turnOver(toggle: Toggle): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const id = settings[toggle];
  const said = configuration.inspect<boolean>(id);
  const scope =
    said?.workspaceFolderValue !== undefined || said?.workspaceValue !== undefined
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
  await configuration.update(id, !isOn(toggle), scope);
}

/** A program with Variables trains for as long as it takes: it shows its losses, and can be stopped. */
export function limitsFor(source: string): Limits {
  const all = limits();
  if (!/\bfrom\s*['"]gradlens['"]/.test(source)) return all;
  const longer = vscode.workspace.getConfiguration().get<number>(settings.programTimeoutMs) ?? 0;
  return { ...all, timeoutMs: Math.max(all.timeoutMs, longer) };
}

/** The limits of one evaluation; what is not a positive number counts as not set. */
export function limits(): Limits {
  const configuration = vscode.workspace.getConfiguration();
  const read = (name: keyof Limits): number => {
    const value = configuration.get<number>(settings[name]);
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : defaultLimits[name];
  };
  return {
    timeoutMs: read('timeoutMs'),
    operations: read('operations'),
    memoryMb: read('memoryMb'),
    outputBytes: read('outputBytes'),
    modules: read('modules'),
    sourceBytes: read('sourceBytes'),
  };
}

export function changes(event: vscode.ConfigurationChangeEvent, toggle: Toggle): boolean {
  return event.affectsConfiguration(settings[toggle]);
}
