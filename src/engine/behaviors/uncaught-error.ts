/** The element id that Zeebe gives a job, and its incident, whose error nothing catches. */
export const NO_CATCH_EVENT_FOUND = 'NO_CATCH_EVENT_FOUND';
