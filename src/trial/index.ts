/** Trying a procedure: an engine in memory, simulated time and workers, and walks kept as test cases. */
export { Trial, NothingWaits, workerStep, type TrialParts, type TrialSource } from './trial';
export { stepShape, placeShape, type Place, type Step } from './step';
export { caseOf, isCase, readCase, replay, savedShape, type Replay, type SavedCase } from './saved';
export { TrialSessions, defaultLimits, type SessionLimits } from './sessions';
export type { Waiting } from './observed';
export type { TrialFile } from './sandbox';
