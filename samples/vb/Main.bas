Attribute VB_Name = "Main"
' 主な仕事をひととおり: 送信側の事業所がセットを送り、受信側の事業所が受け取って確認し、受領を返す。
' The main job: one office sends a set, another takes it, verifies it and acknowledges it.
'
' VB6 と 32 ビットの VBA。CarePlan.bas（宣言）と一緒にプロジェクトに加え、careplan.dll（32 ビット）を exe の隣に置きます。
' VB6 and 32-bit VBA. Add it to the project with CarePlan.bas (declarations); put the 32-bit careplan.dll beside the exe.
Option Explicit

Private Const CP_UTF8 As Long = 65001
Private Const FAILED As Long = vbObjectError + 513

Private Declare Function MultiByteToWideChar Lib "kernel32" (ByVal codePage As Long, ByVal flags As Long, ByVal source As Long, ByVal sourceBytes As Long, ByVal target As Long, ByVal targetChars As Long) As Long
Private Declare Function WideCharToMultiByte Lib "kernel32" (ByVal codePage As Long, ByVal flags As Long, ByVal source As Long, ByVal sourceChars As Long, ByVal target As Long, ByVal targetBytes As Long, ByVal defaultChar As Long, ByVal usedDefault As Long) As Long

Private lastError As Long

' 送信側プロファイル、受信側プロファイル、ファイル / profile folders and files. Text is Unicode here, UTF-8 in the library.
Public Sub SendAndTake(ByVal senderFolder As String, ByVal receiverFolder As String, files() As String)
    Dim sender As Long, receiver As Long, documents() As Long, index As Long
    ReDim documents(LBound(files) To UBound(files))
    On Error GoTo Finish
    sender = OpenOffice(senderFolder)
    receiver = OpenOffice(receiverFolder)
    For index = LBound(files) To UBound(files)
        documents(index) = ReadFile(files(index))
    Next
    SendSet sender, documents
    TakeAll receiver
    Synchronize sender
    ShowTaken sender
Finish:
    If Err.Number <> 0 Then Debug.Print Err.Description
    For index = LBound(documents) To UBound(documents)
        cpls_document_free documents(index)
    Next
    cpls_office_free receiver
    cpls_office_free sender
End Sub

Private Function OpenOffice(ByVal folder As String) As Long
    Dim bytes() As Byte, length As Long
    length = ToUtf8(folder, bytes)
    Check cpls_office_open(VarPtr(bytes(0)), length, 0&, OpenOffice, lastError), folder
End Function

Private Function ReadFile(ByVal path As String) As Long
    Dim bytes() As Byte, length As Long, findings As Long
    length = ToUtf8(path, bytes)
    Check cpls_document_read_file(VarPtr(bytes(0)), length, 0&, ReadFile, lastError), path
    If cpls_document_findings(ReadFile, CPL_LANG_JA, findings) = CPL_OK Then PrintFindings findings
    cpls_findings_free findings
End Function

Private Sub SendSet(ByVal office As Long, documents() As Long)
    Dim messageSet As Long, outgoing As Long, subject() As Byte, length As Long, id As TCplText, isNew As Long
    length = ToUtf8("予定をお送りします", subject)
    Check cpls_set_build(VarPtr(documents(LBound(documents))), UBound(documents) - LBound(documents) + 1, messageSet, lastError), "セットの作成"
    Check cpls_office_send(office, messageSet, VarPtr(subject(0)), length, 0&, 0&, 0&, outgoing, lastError), "送信データの保存"
    Check cpls_outgoing_id(outgoing, id), "送信"
    ' 同じセットをもう一度渡しても、二重には送られません。/ The same set again is the message that is there already.
    Check cpls_outgoing_is_new(outgoing, isNew), "送信"
    Debug.Print IIf(isNew <> 0, "送信します: ", "前に送った同じセットです: ") & FromUtf8(id)
    cpls_outgoing_free outgoing
    cpls_set_free messageSet
    ' 保存したデータは失われません。次の送受信で送られます。/ It stays stored and goes out with the next sync.
    Synchronize office
End Sub

Private Sub Synchronize(ByVal office As Long)
    Dim report As Long, info As TCplSyncInfo
    ' 進捗と中止は使いません。/ Without progress and cancellation.
    Check cpls_office_sync(office, 0&, report, lastError), "送受信"
    info.struct_size = LenB(info)
    Check cpls_sync_report_get(report, info), "送受信"
    If info.problems > 0 Then Debug.Print "うまくいかなかったもの: " & info.problems & " 件"
    cpls_sync_report_free report
End Sub

Private Sub TakeAll(ByVal office As Long)
    Dim query As TCplQuery, info As TCplReceivedInfo, received As Long, delivery As Long, count As Long, index As Long
    Synchronize office
    query.struct_size = LenB(query)
    query.states = CPL_RECEIVED_TO_TAKE
    Check cpls_office_received(office, VarPtr(query), received, lastError), "受信一覧"
    Check cpls_received_count(received, count), "受信一覧"
    Debug.Print "受信できるデータ: " & count & " 件"
    For index = 0 To count - 1
        info.struct_size = LenB(info)
        Check cpls_received_get(received, index, info), "受信一覧"
        Debug.Print "「" & FromUtf8(info.subject) & "」送信元 " & FromUtf8(info.sender)
        Check cpls_office_take(office, info.id.data, info.id.len_, 0&, delivery, lastError), "受信"
        ImportAll delivery
        cpls_delivery_free delivery
        ' 実際のソフトでは、ここで自分のデータベースに保存し終えてから受領を返します。
        ' Real software stores the files in its own database here, and acknowledges only when that is done.
        Check cpls_office_acknowledge(office, info.id.data, info.id.len_, lastError), "受領"
    Next
    cpls_received_free received
    Synchronize office
End Sub

Private Sub ImportAll(ByVal delivery As Long)
    Dim document As Long, count As Long, index As Long, records As Long, fileName As TCplText, value As TCplText
    Check cpls_delivery_document_count(delivery, count), "取込"
    For index = 0 To count - 1
        Check cpls_delivery_document(delivery, index, document), "取込"
        Check cpls_document_name(document, fileName), "取込"
        Check cpls_document_record_count(document, records), "取込"
        Debug.Print "  " & FromUtf8(fileName) & ": " & records & " 件"
        If records > 0 Then
            Check cpls_document_item(document, 1, 2, value), "取込"
            Debug.Print "  1件目の保険者番号 " & FromUtf8(value)
        End If
        cpls_document_free document
    Next
End Sub

Private Sub ShowTaken(ByVal office As Long)
    Dim sent As Long, info As TCplSentInfo
    Check cpls_office_sent(office, 0&, sent, lastError), "送信済一覧"
    info.struct_size = LenB(info)
    Check cpls_sent_get(sent, 0, info), "送信済一覧"
    If info.state = CPL_SENT_TAKEN And info.has_receipt = 1 Then Debug.Print "相手が受領しました: " & FromUtf8(info.taken_at)
    cpls_sent_free sent
End Sub

Private Sub PrintFindings(ByVal findings As Long)
    Dim count As Long, index As Long, finding As TCplFinding
    If cpls_findings_count(findings, count) <> CPL_OK Then Exit Sub
    For index = 0 To count - 1
        finding.struct_size = LenB(finding)
        If cpls_findings_get(findings, index, finding) <> CPL_OK Then Exit Sub
        Debug.Print "  " & FromUtf8(finding.code) & " " & FromUtf8(finding.file) & " " & finding.record & "件目 項番" & finding.item & ": " & FromUtf8(finding.message) & " " & FromUtf8(finding.hint)
    Next
End Sub

' Ends the work where a call failed; what went wrong is the description of the error.
Private Sub Check(ByVal status As Long, ByVal what As String)
    Dim text As TCplText, said As String, findings As Long
    If status = CPL_OK Then Exit Sub
    said = what & ": " & status
    If cpls_error_message(lastError, CPL_LANG_JA, text) = CPL_OK Then said = said & vbCrLf & FromUtf8(text)
    If cpls_error_hint(lastError, CPL_LANG_JA, text) = CPL_OK Then said = said & vbCrLf & FromUtf8(text)
    If cpls_error_findings(lastError, CPL_LANG_JA, findings) = CPL_OK Then PrintFindings findings
    cpls_findings_free findings
    cpls_error_free lastError
    lastError = 0
    Err.Raise FAILED, "careplan", said
End Sub

' How many bytes of UTF-8 are in `bytes`, which always has one at least.
Private Function ToUtf8(ByVal text As String, bytes() As Byte) As Long
    ReDim bytes(0 To Len(text) * 3)
    If Len(text) > 0 Then ToUtf8 = WideCharToMultiByte(CP_UTF8, 0, StrPtr(text), Len(text), VarPtr(bytes(0)), Len(text) * 3, 0, 0)
End Function

Private Function FromUtf8(text As TCplText) As String
    Dim characters As Long
    If text.len_ = 0 Then Exit Function
    characters = MultiByteToWideChar(CP_UTF8, 0, text.data, text.len_, 0, 0)
    FromUtf8 = String$(characters, vbNullChar)
    MultiByteToWideChar CP_UTF8, 0, text.data, text.len_, StrPtr(FromUtf8), characters
End Function
