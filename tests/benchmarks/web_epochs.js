// Trains by the web Playground's own src/nn.ts, as its oneStep() does, and says how many epochs it makes a second.
// node web_epochs.js CHECKOUT < task.json; the checkout needs its TypeScript: npm install
"use strict";
const fs = require("fs");
const path = require("path");

const checkout = path.resolve(process.argv[2]);
const typescript = require(path.join(checkout, "node_modules", "typescript"));
const source = fs.readFileSync(path.join(checkout, "src", "nn.ts"), "utf8");
const compilerOptions = {module: typescript.ModuleKind.CommonJS, target: typescript.ScriptTarget.ES2015};
const compiled = typescript.transpileModule(source, {compilerOptions}).outputText;
const nn = {};
new Function("exports", "require", compiled)(nn, require);

const task = JSON.parse(fs.readFileSync(0, "utf8"));
const names = task.shape.slice(0, 1).flatMap(count => Array.from({length: count}, (_, i) => "input" + i));
const network = nn.buildNetwork(
    task.shape, nn.Activations[task.activation], nn.Activations[task.outputActivation], null, names, false);
task.neurons.forEach((layer, l) => layer.forEach((weights, n) => {
  const node = network[l + 1][n];
  node.bias = weights[weights.length - 1];
  node.inputLinks.forEach((link, i) => { link.weight = weights[i]; });
}));

function loss(first, end) {
  let sum = 0;
  for (let i = first; i < end; i++) {
    sum += nn.Errors.SQUARE.error(nn.forwardProp(network, task.inputs[i]), task.labels[i]);
  }
  return sum / (end - first);
}

function epoch() {
  for (let i = 0; i < task.trainSize; i++) {
    nn.forwardProp(network, task.inputs[i]);
    nn.backProp(network, task.labels[i], nn.Errors.SQUARE);
    if ((i + 1) % task.batchSize === 0) {
      nn.updateWeights(network, task.rate, 0);
    }
  }
  return [loss(0, task.trainSize), loss(task.trainSize, task.labels.length)];
}

let losses = [];
for (let i = 0; i < task.checkedEpochs; i++) {
  losses = epoch();
}
const warm = Date.now() + 200;
while (Date.now() < warm) {
  epoch();
}
const start = process.cpuUsage();
let used = 0;
let count = 0;
while (used < task.seconds * 1e6) {
  epoch();
  count++;
  const now = process.cpuUsage(start);
  used = now.user + now.system;
}
process.stdout.write(JSON.stringify({losses, epochsPerSecond: count / (used / 1e6)}));
