import SaudaCommand
import SaudaPlugins

await SaudaTool.run(.builtIn)
