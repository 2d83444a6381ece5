using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class TensorModuleTests
{
    [Test]
    public void A_module_built_inside_a_scope_keeps_its_tensors()
    {
        Scaled module;
        using (NewDisposeScope())
        {
            module = new Scaled();
        }

        using (module)
        using (var x = ones(2))
        using (var y = module.forward(x))
        {
            Assert.That(y.data<float>().ToArray(), Is.EqualTo([7f, 7f]));
            Assert.That(module.state_dict().Keys, Is.EqualTo(["scale", "offset"]));
        }
    }

    private sealed class Scaled : TensorModule
    {
        [ComponentName(Name = "scale")]
        private readonly Parameter _scale = new(full(2, 3f));

        [ComponentName(Name = "offset")]
        private readonly Tensor _offset = full(2, 4f);

        public Scaled()
            : base(nameof(Scaled)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return ((x * _scale) + _offset).MoveToOuterDisposeScope();
        }
    }
}
