;;; Asks `etude lsp' from Emacs by eglot for what an author would, and ends with status 1 where an answer is wrong.
;;; Run by emacs.sh.  -*- lexical-binding: t -*-

(require 'package)
(package-activate-all)
(require 'eglot)
(require 'flymake)
(require 'xref)

(defvar failed nil)
(defun check (fact holds)
  (message "%s%s" (if holds "ok: " "FAILED: ") fact)
  (unless holds (setq failed t)))
(defun wait-for (holds)
  "Waits at most a minute, for a machine that compiles for the first time."
  (let ((end (+ (float-time) 60)))
    (while (and (not (funcall holds)) (< (float-time) end)) (accept-process-output nil 0.05))
    (funcall holds)))

(define-derived-mode notebook-mode text-mode "Notebook")
(add-to-list 'eglot-server-programs `(notebook-mode . (,(getenv "ETUDE") "lsp")))
(setq eglot-sync-connect 30 eglot-autoshutdown nil)

(find-file (getenv "NOTEBOOK"))
(notebook-mode)
(eglot--connect '(notebook-mode) (cons 'transient default-directory) 'eglot-lsp-server `(,(getenv "ETUDE") "lsp") "markdown")
(eglot--maybe-activate-editing-mode)
(check "the server answers" (eglot-current-server))
(flymake-start)
(check "an error is shown"
       (wait-for (lambda ()
                   (seq-some (lambda (one) (string-match-p "cannot find 'wond' in scope" (flymake-diagnostic-text one)))
                             (flymake-diagnostics)))))

(goto-char (point-min))
(search-forward "= wond")
(let* ((capf (eglot-completion-at-point))
       (names (all-completions "wond" (nth 2 capf))))
  (check "a name of an earlier cell is offered" (seq-some (lambda (name) (string-prefix-p "wonderful" name)) names)))
(insert "erful")
(eglot--signal-textDocument/didChange)
(check "an edit that mends the error takes it away" (wait-for (lambda () (null (flymake-diagnostics)))))
(backward-char 3)
(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (check "hover shows a type" (string-match-p "\\[Int\\]" (plist-get (plist-get hover :contents) :value))))
(let ((places (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
  (check "a name leads to its cell"
         (and places (= 4 (xref-location-line (xref-item-location (car places)))))))
(eglot-rename "numbers")
(check "the name has changed in both cells"
       (and (string-match-p "let numbers = \\[1, 2\\]" (buffer-string)) (string-match-p "let b = numbers" (buffer-string))))
(eglot-shutdown (eglot-current-server))
(set-buffer-modified-p nil)
(kill-emacs (if failed 1 0))
