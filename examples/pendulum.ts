// A pendulum swings for a thousand small steps: where it ends depends on
// where it began.
//
// Look at: the loop is rolled up into one box, with the range of every
// value over all its steps; open it for one step or for all. The gradient
// says how far the end moves when the start is moved a little.

export function pendulum(angle = 1, speed = 0, pull = 9.81) {
  for (let step = 0; step < 1000; step++) {
    speed -= pull * Math.sin(angle) * 0.005;
    angle += speed * 0.005;
  }
  return angle;
}
