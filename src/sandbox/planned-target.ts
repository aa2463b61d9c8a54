/** @file The target of a request, planned with the types that its file imports. */
import type { ImportQuery, PreparedRequest } from '../protocol/border';
import { planTarget, readSource, type SourceModel, type TargetPlan } from '../snippet/target';
import type { ModuleCache } from './module-cache';
import type { Resolve } from './module-graph';

type TypeTexts = Map<string, { fileName: string; source: string }>;

/** Modules whose types lead to other modules are followed so often. */
const rounds = 5;

/**
 * Each round knows the modules whose types the one before asked for; without them a plan may not be had at all.
 * @throws GradlensError
 */
export async function plannedTarget(
  request: PreparedRequest,
  cache: ModuleCache,
  resolve: Resolve,
): Promise<TargetPlan> {
  const { source, fileName } = request;
  const importedTypes: TypeTexts = new Map();
  for (let round = 0; ; round++) {
    const model = readSource(source, fileName, { importedTypes });
    let plan: TargetPlan | null = null;
    let problem: unknown;
    try {
      plan = planWith(request, model);
    } catch (error) {
      problem = error;
    }
    const before = importedTypes.size;
    if (round < rounds) await addTypes(fileName, [...model.context.wanted], importedTypes, cache, resolve);
    if (importedTypes.size > before) continue;
    if (!plan) throw problem;
    return plan;
  }
}

function planWith({ source, fileName, selection, target }: PreparedRequest, model: SourceModel): TargetPlan {
  const where = target !== undefined ? { target } : { selection: selection ?? { start: 0, end: 0 } };
  return planTarget(source, fileName, where, { model });
}

/** Texts of modules that types are imported from, by the specifiers that lead there; what cannot be had is left out. */
async function addTypes(
  fileName: string,
  paths: string[],
  found: TypeTexts,
  cache: ModuleCache,
  resolve: Resolve,
): Promise<void> {
  const queries = paths.flatMap((path): (ImportQuery & { path: string })[] => {
    const steps = path.split('\n');
    const specifier = steps.pop()!;
    const importer = steps.length === 0 ? fileName : found.get(steps.join('\n'))?.fileName;
    return importer === undefined || found.has(path) ? [] : [{ path, specifier, importer, kind: 'type' }];
  });
  if (queries.length === 0) return;
  const layer = await resolve(queries.map(({ specifier, importer, kind }) => ({ specifier, importer, kind })));
  for (const [k, to] of layer.imports.entries()) {
    if (to.to !== 'module') continue;
    const module = layer.modules.find(({ id }) => id === to.id);
    const text = module && cache.textOf(module);
    if (module && text) found.set(queries[k].path, { fileName: module.id, source: text });
  }
}
