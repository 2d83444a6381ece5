using SotopiaPi.Torch;
using TorchSharp;

// The first statement touches TorchSharp alone: the package must have installed its loader before.
using torch.Tensor zero = torch.zeros(1);
Console.WriteLine($"torch: {zero.ToSingle()}");

await using var queue = DeviceQueue.For(torch.CPU);
await queue.RunAsync(() => LibtorchSmokeTest.Run(torch.CPU));
Console.WriteLine("smoke test: passed");
