const variable = 'GNAR_PARENT_PID'

/**
 * Process id of the `gnar` that started this process. Undefined elsewhere: worker threads and forks of the app inherit
 * what is loaded before the main module, but not the variable.
 */
export const parentPid = process.env[variable] === undefined ? undefined : Number(process.env[variable])
delete process.env[variable]
