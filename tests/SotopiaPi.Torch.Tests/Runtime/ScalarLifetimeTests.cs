using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>No code of the library leaves a native scalar to the garbage collector while native code reads it; see <see cref="TensorArithmetic"/>.</summary>
public class ScalarLifetimeTests
{
    /// <summary>The types that keep what they make alive.</summary>
    private static readonly Type[] s_keepers = [typeof(TensorArithmetic), typeof(FusedAdamW)];

    private static readonly Lazy<HashSet<MethodBase>> s_makers = new(Makers);

    [Test]
    public void Only_operators_that_keep_their_numbers_alive_are_used() =>
        Assert.That(Violations(CallScan.Methods(typeof(TensorArithmetic).Assembly)), Is.Empty,
            $"'a + b', 'a * 0.5', masked_fill, arange and their like make a scalar that a collection may free at once; {nameof(TensorArithmetic)} has operators that keep it");

    [Test]
    public void The_scan_finds_what_it_is_for()
    {
        MethodBase[] plain = [.. ((Delegate[])[(Func<Tensor, Tensor>)(x => x + x), (Func<Tensor, Tensor>)(x => 0.5 * x), (Func<Tensor>)(() => arange(3)), (Func<Tensor, double>)(x => x.ToDouble())]).Select(d => d.Method)];
        MethodBase[] kept = [.. ((Delegate[])[(Func<Tensor, Tensor>)(x => x.Plus(x)), (Func<Tensor, Tensor>)(x => x.Times(0.5)), (Func<Tensor, Tensor>)(x => x * x - x)]).Select(d => d.Method)];
        Assert.That(plain.Select(method => Violations([method]).Count()), Is.All.GreaterThan(0));
        Assert.That(Violations(kept), Is.Empty);
    }

    private static IEnumerable<string> Violations(IEnumerable<MethodBase> methods) =>
        from method in methods
        where !s_keepers.Any(keeper => method.DeclaringType == keeper || method.DeclaringType!.DeclaringType == keeper)
        from called in CallScan.Calls(method)
        where s_makers.Value.Contains(called)
        select $"{method.DeclaringType}.{method.Name} calls {called.DeclaringType!.Name}.{called.Name}";

    /// <summary>What makes a scalar: the conversions, and every method of TorchSharp that calls one of them, or one that does.</summary>
    private static HashSet<MethodBase> Makers()
    {
        (MethodBase Method, MethodBase[] Calls)[] methods = [.. CallScan.Methods(typeof(Tensor).Assembly).Select(method => (method, CallScan.Calls(method).ToArray()))];
        HashSet<MethodBase> makers = [.. methods.Select(m => m.Method).Where(method => method is MethodInfo { Name: "op_Implicit" or "ToScalar", ReturnType: { } type } && type == typeof(Scalar))];
        for (int before = 0; before != makers.Count;)
        {
            before = makers.Count;
            makers.UnionWith(methods.Where(m => m.Calls.Any(makers.Contains)).Select(m => m.Method));
        }

        return makers;
    }
}
