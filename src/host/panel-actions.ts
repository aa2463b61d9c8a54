/** @file What the panel asks for outside the graph: curves, analyses, named inputs, places, examples, commands. */
import * as vscode from 'vscode';
import { encode } from '../protocol/codec';
import { asFailure } from '../protocol/codes';
import type { PanelToHost } from '../protocol/panel';
import { commands, foreignCommands } from './contributions';
import type { Documents } from './documents';
import type { Panel } from './panel';
import { bytesOf, save, saveLesson } from './saving';
import type { Session } from './session';
import { shownIn } from './state';
import { messageText } from './words';

const allowed: ReadonlySet<string> = new Set([...Object.values(commands), ...Object.values(foreignCommands)]);

/** Answers a message of the page that the session has no part in. */
export async function answerPanel(message: PanelToHost, panel: Panel, session: Session): Promise<void> {
  const { documents } = session;
  switch (message.type) {
    case 'show':
      await showPlace(documents, message, panel);
      return;
    case 'reveal':
      await showPlace(documents, message.diagnostic, panel);
      return;
    case 'openExample':
      await vscode.commands.executeCommand(commands.openExample, message.id);
      return;
    case 'command':
      // The page is ours, but what it shows comes from a program: it names no other command.
      if (allowed.has(message.command))
        await vscode.commands.executeCommand(message.command, ...(message.arguments ?? []));
      return;
    case 'copy':
      await vscode.env.clipboard.writeText(message.text);
      return;
    case 'save':
      await save(message.suggestedName, bytesOf(message));
      return;
    case 'saveHtml':
      await saveLesson(message, panel.files);
      return;
    case 'derivatives': {
      const { type, request, ...range } = message;
      await answer(type, request, panel, session.readings.derivatives(range));
      return;
    }
    case 'analyse':
      await answer('analysis', message.request, panel, session.readings.analyse(message.analysis, 'panel'));
      return;
    case 'saveInputSet':
    case 'useInputSet':
    case 'deleteInputSet':
      await changeInputSets(message, panel, session);
      return;
    default:
      return;
  }
}

/** Sends what was read, or why it could not be: every request is answered. */
async function answer(
  type: 'derivatives' | 'analysis',
  request: number,
  panel: Panel,
  reading: Promise<unknown>,
): Promise<void> {
  try {
    const read = await reading;
    panel.send({ type, request, answer: read === null ? null : encode(read) });
  } catch (thrown) {
    const reason = asFailure(thrown);
    panel.send({ type, request, answer: null, failure: { ...reason, message: messageText(reason) } });
  }
}

async function changeInputSets(
  message: Extract<PanelToHost, { type: 'saveInputSet' | 'useInputSet' | 'deleteInputSet' }>,
  panel: Panel,
  session: Session,
): Promise<void> {
  const { target } = session;
  if (!target?.known) return;
  const { uri, name } = target;
  const { sets } = session.memory;
  if (message.type === 'useInputSet') {
    const chosen = sets.of(uri, name).find((one) => one.name === message.name);
    if (chosen) await session.setInputs(chosen.inputs);
    return;
  }
  if (message.type === 'deleteInputSet') {
    sets.delete(uri, name, message.name);
  } else {
    const inputs = shownIn(session.state)?.evaluation.inputs;
    if (inputs) sets.save(uri, name, message.name, Object.fromEntries(inputs.map((one) => [one.name, one.value])));
  }
  panel.sendInputSets();
}

async function showPlace(
  documents: Documents,
  place: { fileName: string; start: number; end: number },
  panel: Panel,
): Promise<void> {
  try {
    await documents.show(place.fileName, place, { select: true, column: panel.otherColumn });
  } catch {
    void vscode.window.showWarningMessage(vscode.l10n.t('Gradlens cannot open {0}.', place.fileName));
  }
}
