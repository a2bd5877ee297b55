import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

const MINUTE = 60_000;
/** As many turns end by themselves soon enough. */
const FEW = 100;

/** Told: whoever wants a turn a second may have it. */
export const shortCycle = eachElement('short-cycle', Severity.TOLD, ({ cycle }) =>
  cycle === null || cycle.pauseMillis >= MINUTE || (cycle.repetitions >= 0 && cycle.repetitions <= FEW)
    ? null
    : 'Ce minuteur se répète plus d’une fois par minute, sans fin proche : il remplirait la base de dossiers. Donnez-lui un intervalle plus long, ou un nombre de répétitions.',
);
