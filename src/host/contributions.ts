/** @file Every command, setting and context key of package.json, typed once. */

export const commands = {
  /** Arguments (optional): a document's URI text and one range of offsets. */
  differentiateSelection: 'gradlens.differentiateSelection',
  refresh: 'gradlens.refresh',
  showPanel: 'gradlens.showPanel',
  cancel: 'gradlens.cancel',
  toggleInlineValues: 'gradlens.toggleInlineValues',
  toggleCodeLens: 'gradlens.toggleCodeLens',
  openExample: 'gradlens.openExample',
  setUpTypes: 'gradlens.setUpTypes',
  removeTypes: 'gradlens.removeTypes',
  /** Not in the palette: the link in a hover. Argument: a list of sites. */
  showInGraph: 'gradlens.showInGraph',
} as const;

/** Other people's commands that the panel may ask for. */
export const foreignCommands = {
  manageTrust: 'workbench.trust.manage',
  openSettings: 'workbench.action.openSettings',
} as const;

export const settings = {
  inlineValues: 'gradlens.inlineValues.enabled',
  codeLens: 'gradlens.codeLens.enabled',
  hover: 'gradlens.hover.enabled',
  evaluateOnSave: 'gradlens.evaluateOnSave',
  timeoutMs: 'gradlens.limits.timeoutMs',
  programTimeoutMs: 'gradlens.limits.programTimeoutMs',
  operations: 'gradlens.limits.operations',
  memoryMb: 'gradlens.limits.memoryMb',
  outputBytes: 'gradlens.limits.outputBytes',
  modules: 'gradlens.limits.modules',
  sourceBytes: 'gradlens.limits.sourceBytes',
} as const;

export const contextKeys = {
  hasTarget: 'gradlens.hasTarget',
  running: 'gradlens.running',
} as const;

export const panelType = 'gradlens.panel';

/** What can be differentiated, by VS Code's language ids. */
export const languages = ['typescript', 'javascript', 'typescriptreact', 'javascriptreact'] as const;

/** Endings that name the syntax by themselves. */
export const extensionOfLanguage: Record<(typeof languages)[number], string> = {
  typescript: '.ts',
  javascript: '.js',
  typescriptreact: '.tsx',
  javascriptreact: '.jsx',
};

export function isLanguage(id: string): id is (typeof languages)[number] {
  return (languages as readonly string[]).includes(id);
}
