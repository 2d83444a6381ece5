using System.Text;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Calls operators of libtorch that TorchSharp does not wrap, through libtorch's C interface; autograd records them like any other. The one raw
/// door: everything else goes through a typed method per operator, where the order of its arguments is written once.
/// </summary>
internal static unsafe class AtenDispatcher
{
    /// <summary>Calls an operator with one result.</summary>
    /// <param name="name">The full name, such as <c>aten::rms_norm</c>: a UTF-8 literal, so that a zero byte follows it.</param>
    /// <param name="arguments">All arguments of the operator's schema.</param>
    /// <exception cref="InvalidOperationException">libtorch refused; the message names operator and shapes.</exception>
    public static Tensor Call(ReadOnlySpan<byte> name, ref AtenArguments arguments)
    {
        ulong* cells = stackalloc ulong[AtenArguments.Capacity];
        Run(name, ref arguments, cells);
        return Result(cells[0]);
    }

    /// <summary>Calls an operator with two results.</summary>
    /// <inheritdoc cref="Call"/>
    public static (Tensor First, Tensor Second) CallForTwo(ReadOnlySpan<byte> name, ref AtenArguments arguments)
    {
        ulong* cells = stackalloc ulong[AtenArguments.Capacity];
        Run(name, ref arguments, cells);
        return (Result(cells[0]), Result(cells[1]));
    }

    /// <summary>Calls an operator with three results.</summary>
    /// <inheritdoc cref="Call"/>
    public static (Tensor First, Tensor Second, Tensor Third) CallForThree(ReadOnlySpan<byte> name, ref AtenArguments arguments)
    {
        ulong* cells = stackalloc ulong[AtenArguments.Capacity];
        Run(name, ref arguments, cells);
        return (Result(cells[0]), Result(cells[1]), Result(cells[2]));
    }

    /// <summary>Throws when a function of the C interface failed.</summary>
    public static void Check(int code, string what)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"libtorch failed in {what}; its own message is on the error output.");
        }
    }

    private static void Run(ReadOnlySpan<byte> name, ref AtenArguments arguments, ulong* cells)
    {
        byte overload = 0;
        arguments.Write(cells);
        fixed (byte* operation = name)
        {
            if (AtenShim.CallDispatcher(operation, &overload, cells) != 0)
            {
                throw new InvalidOperationException(
                    $"libtorch refused {Encoding.UTF8.GetString(name)}({arguments.Describe()}); its own message is on the error output.");
            }
        }
    }

    private static Tensor Result(ulong cell) => Tensor.UnsafeCreateTensor((nint)cell);
}
