/**
 * @file The prelude of a realm: replaces the built-ins that must know traced values and builds `$gl`, the object that
 * instrumented code calls. Bundled to one script; see `wrapPrelude` in esbuild.mjs for what stands around it.
 */
import type { RealmControl } from '../realm-control';
import { count, installArrays } from './arrays';
import { installCollections } from './collections';
import { toKey, toNumeric, truth } from './convert';
import { begin, decorate, initial, parameter } from './decorators';
import { installHost } from './host';
import { installIdentity } from './identity';
import { mark } from './marks';
import { installMath } from './math';
import { box, installNumbers } from './numbers';
import * as operators from './operators';
import { each, open, rest } from './patterns';
import { Traced } from './recorder';
import { disposeAll, disposeAllAsync, failed, installResources, resources, use } from './resources';
import { control } from './run';
import { type RuntimeFields, useRuntime } from './runtime';
import { rd, slot, st } from './shadow';
import { evalText, type InstrumentText, installText, refuseImport, source } from './text';
import { plain } from './traced';
import { installTypedArrays } from './typed-arrays';
import { made as madeByCall } from './variables';

const { add, sub, mul, div, pow, neg, lt, le, gt, ge } = Traced;
const { rem, plus, inc, eq, ne, seq, sne, ty, isTraced, own, sw, len } = operators;

/** Everything in place; called once, by the text around the bundle. */
export function install(loadInstrumenter: (() => InstrumentText) | null): RuntimeFields {
  installMath();
  installNumbers();
  installArrays();
  installTypedArrays();
  installCollections();
  installIdentity();
  installText(loadInstrumenter);
  installHost();
  installResources();
  // whoever evaluated the prelude asks first; code that runs later finds nothing
  let given: RealmControl | undefined = control;
  // one literal: an object that grew by assignments would become a slow dictionary
  const made: RuntimeFields & Record<string, unknown> = {
    live: false,
    on: false,
    at: -1,
    back: 0,
    add,
    sub,
    mul,
    div,
    rem,
    pow,
    neg,
    plus,
    inc,
    num: toNumeric,
    key: toKey,
    lt,
    le,
    gt,
    ge,
    eq,
    ne,
    seq,
    sne,
    truth,
    ty,
    is: isTraced,
    own,
    sw,
    len,
    count,
    box,
    strip: plain,
    rd,
    open,
    each,
    rest,
    st,
    slot,
    mark,
    made: madeByCall,
    source,
    evalText,
    decorate,
    parameter,
    resources,
    use,
    failed,
    dispose: disposeAll,
    disposeAsync: disposeAllAsync,
    begin,
    initial,
    refuseImport,
    jsx: (type: unknown, props: object | null, ...children: unknown[]): object => ({
      type,
      props: { ...props, children },
    }),
    take: (): RealmControl | undefined => {
      const first = given;
      given = undefined;
      return first;
    },
  };
  useRuntime(made);
  return made;
}
