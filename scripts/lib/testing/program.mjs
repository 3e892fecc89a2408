// A small program under the supervisor: ready at once; crashes, or ends by itself, when it is told to.
import { writeFileSync } from 'node:fs';

const [marker] = [process.env.TMPDIR];
process.on('disconnect', () => {
  if (marker) writeFileSync(`${marker}/disconnected-${process.pid}`, '');
  process.exit(0);
});
process.on('SIGTERM', () => process.exit(0));
process.on('message', ({ type }) => {
  if (type === 'metrics')
    process.send({ type: 'metrics', text: '# TYPE seen_total counter\nseen_total{kind="a"} 3\n' });
});
process.on('SIGUSR2', () => process.exit(7));
process.send({ type: 'ready', url: `http://127.0.0.1/${process.pid}` });
