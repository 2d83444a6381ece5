using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>libtorch's C interface, as far as <see cref="AtenDispatcher"/> needs it. Each function returns 0, or writes why not to the error output.</summary>
internal static unsafe partial class AtenShim
{
    private const string Library = Libtorch.Name;

    private static readonly delegate* unmanaged<ulong**, int> s_newCell = FindNewCell();

    /// <summary>Runs an operator. The cells hold its arguments in schema order, then its results.</summary>
    [LibraryImport(Library, EntryPoint = "aoti_torch_call_dispatcher")]
    public static partial int CallDispatcher(byte* name, byte* overload, ulong* cells);

    /// <summary>Makes a second handle of a tensor; an operator that gets it as an argument frees it.</summary>
    [LibraryImport(Library, EntryPoint = "aoti_torch_new_tensor_handle")]
    public static partial int NewTensorHandle(nint tensor, out nint handle);

    /// <summary>Gets where a tensor's numbers begin, on its own device; its offset in a shared storage is included.</summary>
    [LibraryImport(Library, EntryPoint = "aoti_torch_get_data_ptr")]
    public static partial int GetDataPointer(nint tensor, out nint data);

    /// <summary>Makes an empty list; an operator that gets it as an argument frees it.</summary>
    [LibraryImport(Library, EntryPoint = "torch_new_list_reserve_size")]
    public static partial int NewList(nuint capacity, out nint list);

    /// <summary>Copies a text; an operator that gets it as an argument frees it.</summary>
    [LibraryImport(Library, EntryPoint = "torch_new_string_handle")]
    public static partial int NewString(byte* text, nuint length, out nint copy);

    [LibraryImport(Library, EntryPoint = "torch_list_push_back")]
    public static partial int Append(nint list, ulong cell);

    /// <summary>Makes the heap cell in which an optional argument travels; an operator that gets it frees it.</summary>
    public static ulong* NewCell()
    {
        if (s_newCell is null)
        {
            // libtorch 2.10 frees the cell with the C++ operator delete, which takes what malloc gave.
            return (ulong*)NativeMemory.Alloc(sizeof(ulong));
        }

        ulong* cell;
        AtenDispatcher.Check(s_newCell(&cell), "new_stable_ivalue");
        return cell;
    }

    /// <summary>Later versions of libtorch bring their own allocation.</summary>
    private static delegate* unmanaged<ulong**, int> FindNewCell() =>
        NativeLibrary.TryGetExport(Libtorch.Loaded(), "torch_new_stable_ivalue", out nint export) ? (delegate* unmanaged<ulong**, int>)export : null;
}
