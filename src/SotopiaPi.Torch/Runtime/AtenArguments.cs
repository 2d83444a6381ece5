using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The arguments of one operator in schema order, keyword-only and defaulted ones included. Nothing native is allocated before
/// <see cref="Write"/>, so that a disposed tensor fails without a leak.
/// </summary>
internal unsafe ref struct AtenArguments
{
    /// <summary>How many arguments there may be.</summary>
    public const int Capacity = 16;

    private Values _values;
    private int _count;

    /// <summary>Adds a tensor.</summary>
    public void Add(Tensor tensor)
    {
        _ = tensor.Handle;
        Next() = tensor;
    }

    /// <summary>Adds an optional tensor.</summary>
    public void AddOptional(Tensor? tensor)
    {
        _ = tensor?.Handle;
        Next() = new Optional(tensor);
    }

    /// <summary>Adds an optional number.</summary>
    public void AddOptional(double? value) => Next() = new Optional(value);

    /// <summary>Adds an integer.</summary>
    public void Add(long value) => Next() = value;

    /// <summary>Adds a floating point number.</summary>
    public void Add(double value) => Next() = value;

    /// <summary>Adds a truth value.</summary>
    public void Add(bool value) => Next() = value;

    /// <summary>Adds a list of integers.</summary>
    public void Add(long[] values) => Next() = values;

    /// <summary>Adds a text, as UTF-8.</summary>
    public void Add(byte[] text) => Next() = text;

    /// <summary>Writes the cells that the operator takes over; one call of it must follow.</summary>
    public readonly void Write(ulong* cells)
    {
        for (int i = 0; i < _count; i++)
        {
            cells[i] = Cell(_values[i]);
        }
    }

    /// <summary>Describes the arguments for a message: types, shapes and devices of tensors, the values of others.</summary>
    public readonly string Describe()
    {
        var text = new StringBuilder();
        for (int i = 0; i < _count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Describe(_values[i]));
        }

        return text.ToString();
    }

    private static string Describe(object? value) => value switch
    {
        Tensor t => $"{t.dtype} [{string.Join(", ", t.shape)}] on {t.device}",
        Optional { Value: null } => "none",
        Optional some => Describe(some.Value),
        long[] list => $"[{string.Join(", ", list)}]",
        byte[] text => Encoding.UTF8.GetString(text),
        _ => FormattableString.Invariant($"{value}"),
    };

    private static ulong Cell(object? value)
    {
        switch (value)
        {
            case Tensor tensor:
                AtenDispatcher.Check(AtenShim.NewTensorHandle(tensor.Handle, out nint handle), "new_tensor_handle");
                GC.KeepAlive(tensor);
                return (ulong)handle;
            case Optional { Value: null }:
                return 0;
            case Optional some:
                ulong* cell = AtenShim.NewCell();
                *cell = Cell(some.Value);
                return (ulong)cell;
            case long[] list:
                AtenDispatcher.Check(AtenShim.NewList((nuint)list.Length, out nint items), "new_list");
                foreach (long item in list)
                {
                    AtenDispatcher.Check(AtenShim.Append(items, (ulong)item), "list_push_back");
                }

                return (ulong)items;
            case byte[] text:
                fixed (byte* start = text)
                {
                    AtenDispatcher.Check(AtenShim.NewString(start, (nuint)text.Length, out nint copy), "new_string_handle");
                    return (ulong)copy;
                }

            case double number:
                return BitConverter.DoubleToUInt64Bits(number);
            case bool truth:
                return truth ? 1ul : 0;
            default:
                return (ulong)(long)value!;
        }
    }

    [UnscopedRef]
    private ref object? Next() => ref _values[_count++];

    private sealed record Optional(object? Value);

    [InlineArray(Capacity)]
    private struct Values
    {
        private object? _first;
    }
}
