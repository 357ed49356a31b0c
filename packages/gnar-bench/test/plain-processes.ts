// tap instruments every process that its tests start, which takes longer than the turns.
delete process.env.NODE_OPTIONS
process.execArgv = process.execArgv.filter((option) => !option.includes('@tapjs'))
