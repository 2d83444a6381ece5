using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>
/// Makes the linear layer of one checkpoint path. A decoder asks it for every projection when it is built, so that plain layers,
/// quantised layers and adapters are three factories that wrap each other, and the decoder knows none of them.
/// </summary>
/// <param name="path">The path in the checkpoint without the parameter's name, such as <c>model.layers.3.self_attn.q_proj</c>.</param>
/// <param name="inputs">The width of the input: the layer maps [.., inputs] to [.., outputs]. At least 1.</param>
/// <param name="outputs">The width of the output. At least 1.</param>
/// <param name="bias">Whether the checkpoint holds a bias [outputs] for the layer.</param>
/// <returns>A new module; the caller registers it in its own and so disposes it.</returns>
public delegate torch.nn.Module<torch.Tensor, torch.Tensor> LinearFactory(string path, long inputs, long outputs, bool bias);
