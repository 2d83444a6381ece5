using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>Native memory that a worker of a kernel cuts into matrices and uses again for its next piece of work.</summary>
internal sealed unsafe class NativeScratch : IDisposable
{
    private const nuint Alignment = 64;
    private float* _memory;
    private nint _capacity;
    private nint _used;

    /// <summary>Forgets all matrices and makes room for so many numbers.</summary>
    public void Reset(nint numbers)
    {
        _used = 0;
        if (numbers > _capacity)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;                                  // so that a failed allocation leaves nothing to free twice
            _capacity = 0;
            _memory = (float*)NativeMemory.AlignedAlloc((nuint)numbers * sizeof(float), Alignment);
            _capacity = numbers;
        }
    }

    /// <summary>Cuts off a piece and fills it with zeros.</summary>
    public float* Take(nint numbers)
    {
        if (_used + numbers > _capacity)
        {
            throw new InvalidOperationException($"A kernel asked for {numbers} numbers, but {_capacity - _used} of {_capacity} are left.");
        }

        float* piece = _memory + _used;
        _used += numbers;
        NativeMemory.Clear(piece, (nuint)numbers * sizeof(float));
        return piece;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = 0;
    }
}
