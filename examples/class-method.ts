// A method of a class. The fields it reads belong to the instance that
// the constructor makes.
//
// Look at: place the cursor in energy and differentiate. Displacement
// and speed are inputs, and so is what the constructor takes. The
// gradient of displacement is the spring's force, stiffness times way.

export class Spring {
  constructor(
    private readonly stiffness = 3,
    private readonly mass = 2,
  ) {}

  energy(displacement = 0.5, speed = 1.5) {
    const stored = 0.5 * this.stiffness * displacement ** 2;
    const moving = 0.5 * this.mass * speed ** 2;
    return stored + moving;
  }
}
