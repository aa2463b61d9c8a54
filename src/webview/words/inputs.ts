/** @file Words of saved input sets, and of what a page outside VS Code says. */
export const inputSetWords = {
  'sets.title': 'Saved inputs',
  'sets.save': 'Save these inputs…',
  'sets.name': 'Name of the set',
  'sets.keep': 'Save',
  'sets.cancel': 'Cancel',
  'sets.use': 'Use {0}',
  'sets.delete': 'Delete {0}',
  'sets.delete.menu': 'Delete “{0}”',
  'sets.replace': 'A set of this name will be replaced.',
  'sets.suggested': 'Set {0}',
  'lesson.export': 'Lesson (HTML)',
  'lesson.collecting': 'Collecting curves for the lesson…',
  'lesson.not.stored': 'This was not stored when the lesson was saved.',
} as const;
