/** Imported first by the programs: what V8 compiled at an earlier start is taken from the disk (Node 22 and later). */
import nodeModule from 'node:module';

const enable: unknown = Reflect.get(nodeModule, 'enableCompileCache');
if (typeof enable === 'function') Reflect.apply(enable, nodeModule, []);
