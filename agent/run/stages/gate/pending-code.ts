/** The code of a problem with a check that has not ended or not reported yet: it may pass with nothing but time. */
export const pendingCode = "gate-pending";
