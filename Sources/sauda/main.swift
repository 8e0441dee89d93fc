import SaudaCommand

await SaudaTool.run(plugins)
