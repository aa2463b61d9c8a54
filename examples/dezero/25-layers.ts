// Layers that gather their parameters, and a model that gathers its layers: plain classes, nothing of the engine.
// Look at the picture: the parameters keep the names that their layers gave them.
import { linear, meanSquaredError, rand, randn, SGD, sigmoid, sin, Variable, zeros } from 'gradlens';

class Dense {
  readonly W: Variable;
  readonly b: Variable;
  constructor(name: string, inputs: number, outputs: number, seed: number) {
    this.W = new Variable(randn([inputs, outputs], seed) / Math.sqrt(inputs), `${name}.W`);
    this.b = new Variable(zeros(outputs), `${name}.b`);
  }
  forward(x: Variable): Variable {
    return linear(x, this.W, this.b);
  }
}

class TwoLayers {
  readonly layers = [new Dense('hidden', 1, 10, 2), new Dense('out', 10, 1, 3)];
  get parameters(): Variable[] {
    return this.layers.flatMap(({ W, b }) => [W, b]);
  }
  forward(x: Variable): Variable {
    const [hidden, out] = this.layers;
    return out.forward(sigmoid(hidden.forward(x)));
  }
}

const x = new Variable(rand([100, 1], 0), 'x');
const t = new Variable(sin(2 * Math.PI * x.data).data + rand([100, 1], 1), 't');
const model = new TwoLayers();
const optimizer = new SGD(model.parameters, 0.2);
for (let step = 0; step < 1000; step++) {
  const loss = meanSquaredError(model.forward(x), t);
  optimizer.clearGrads();
  loss.backward();
  optimizer.update();
}
console.log(model.parameters.map(({ name, shape }) => `${name} ${shape.join('×')}`).join(', '));
