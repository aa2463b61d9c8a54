/** @file Gradients survive small programs as people write them. */
import assert from 'node:assert/strict';
import { type Case, gradientError } from './fixture';

const cases: Record<string, [string, unknown[], Case['as']?]> = {
  structuredClone: ['function f(x){ return structuredClone({a:[x]}).a[0]*x }', [1.5]],
  'async iteration & promise.race': [
    'async function f(x){ const r = await Promise.race([new Promise(d=>setTimeout(()=>d(x*2),5)), new Promise(d=>setTimeout(()=>d(x*3),50))]); return r*x }',
    [1.5],
  ],
  'memo by value Map': [
    'const memo=new Map(); function g(v){ if(memo.has(v)) return memo.get(v); const r=v*v; memo.set(v,r); return r } function f(x){ return g(x)+g(x)*2 }',
    [1.5],
  ],
  'memo by object key': [
    'const memo={}; function g(v){ const k=String(v); if(k in memo) return memo[k]; return memo[k]=v*v } function f(x){ return g(x)+g(x)*2 }',
    [1.5],
  ],
  arguments: [
    'function g(){ let s=0; for(let i=0;i<arguments.length;i++) s+=arguments[i]*(i+1); return s } function f(x){ return g(x,x*x,...[x]) + (function(a){ arguments[0]=a*2; return a })(x) }',
    [1.5],
  ],
  'getter on array length-like': [
    'function f(x){ const v={length:2,0:x,1:x*x}; return Array.prototype.reduce.call(v,(a,b)=>a*b,1)+Array.from(v)[1] }',
    [1.5],
  ],
  'reduce with index & matrix': [
    'function f(x,y){ const m=[[x,1],[2,y]]; const t=m[0].map((_,j)=>m.map(r=>r[j])); return m.reduce((s,r,i)=>s+r.reduce((a,b,j)=>a+b*t[i][j],0),0) }',
    [1.5, 2],
  ],
  dates: ['function f(x){ return new Date(2020,1,1).getTime()*0 + x*x }', [1.5]],
  'sort of objects by traced key': [
    'function f(x,y){ const a=[{k:x},{k:y},{k:1}]; a.sort((p,q)=>p.k-q.k); return a[0].k*1+a[1].k*10+a[2].k*100 }',
    [1.5, 0.5],
  ],
  'Proxy and Reflect': [
    'function f(x){ const p=new Proxy({v:x},{get(t,k){return Reflect.get(t,k)*2}, set(t,k,v){t[k]=v*3;return true}}); p.v=x*x; return p.v+Reflect.apply((a)=>a*a,null,[x]) }',
    [1.5],
  ],
  'WeakMap fields': [
    'const w=new WeakMap(); class A{constructor(v){w.set(this,v)} get(){return w.get(this)*2}} function f(x){return new A(x).get()*x}',
    [1.5],
  ],
  'inheritance from Array': [
    'class V extends Array { dot(o){ return this.reduce((s,a,i)=>s+a*o[i],0) } } function f(x,y){ const v=V.from([x,y]); return v.dot(v.map(a=>a*2)) + new V(3).length*x }',
    [1.5, 2],
  ],
  'iterator protocol': [
    'class R{constructor(v){this.v=v} *[Symbol.iterator](){ let v=this.v; for(let i=0;i<3;i++){ yield v; v=v*this.v } }} function f(x){ const [a,,c]=new R(x); return a*c+Math.max(...new R(x)) }',
    [1.5],
  ],
  'newton loop until convergence': [
    'function f(a){ let x=a; for(let i=0;i<50;i++){ const n=(x+a/x)/2; if(Math.abs(n-x)<1e-15) break; x=n } return x }',
    [2],
  ],
  'complex class with static & chain': [
    'class C{constructor(r,i){this.r=r;this.i=i} static of(r,i=0){return new C(r,i)} mul(o){return new C(this.r*o.r-this.i*o.i,this.r*o.i+this.i*o.r)} get abs(){return Math.hypot(this.r,this.i)}} function f(x,y){ let z=C.of(x,y); for(let k=0;k<3;k++) z=z.mul(z); return z.abs }',
    [0.9, 0.3],
  ],
  'bit tricks for index': [
    'const table=[1,2,4,8]; function f(x){ const i=x|0; const t=x-i; return table[i]*(1-t)+table[i+1]*t }',
    [1.5],
  ],
  'ternary chains/switch true': [
    'function f(x){ switch(true){ case x<0: return -x; case x<1: return x*x; default: return x**3 } }',
    [1.5],
  ],
  'label+string switch w/ typeof': [
    'function f(x){ const ops={add:(a,b)=>a+b,mul:(a,b)=>a*b}; let s=x; for(const o of ["add","mul"]) s=ops[o](s,x); return s }',
    [1.5],
  ],
  'number formatting only for keys': ['function f(x){ const o={}; o[x.toFixed(1)]=x*x; return o["1.5"] }', [1.5]],
  'flatMap & fromEntries': [
    'function f(x){ const o=Object.fromEntries([["a",x],["b",x*x]]); return Object.keys(o).flatMap(k=>[o[k]]).reduce((a,b)=>a*b) }',
    [1.5],
  ],
  'Array.fill/Array(n) map': [
    'function f(x){ const a=Array(3).fill(x).map((v,i)=>v**(i+1)); a.push(x); a.unshift(a.pop()*2); a.splice(1,1,x*3); return a.reduce((s,v,i)=>s+v*i,0) + a.at(-1) }',
    [1.5],
  ],
  'float32 words': [
    'const f32=new Float32Array(1), u32=new Uint32Array(f32.buffer); function f(x){ f32[0]=x*x; u32[0]=u32[0]^0x80000000; return f32[0]*x }',
    [1.5],
  ],
  'int16 in typed object array': [
    'function f(x){ const a=[new Float64Array(2),new Float64Array(2)]; a[0][1]=x; a[1].set(a[0]); const b=new Float64Array(a[1].buffer.slice(8)); return b[0]*x+[...a[1].entries()][1][1] }',
    [1.5],
  ],
  'destructuring typed array': [
    'function f(x){ const t=Float64Array.of(x,x*2); const [a,b]=t; return a*b+Math.max(...t)+Array.from(t)[0]+Math.hypot.apply(null,t) }',
    [1.5],
  ],
};
describe('gradients survive small programs:', () => {
  for (const [t, [s, a, as]] of Object.entries(cases))
    it(t, async () => {
      const e = await gradientError(
        { files: { 'main.js': s }, call: 'f', args: a, as },
        t.includes('float32') ? 0.01 : 1e-6,
      );
      assert.ok(e < (t.includes('float32') ? 1e-2 : 1e-5), `off by ${e}`);
    });
});
